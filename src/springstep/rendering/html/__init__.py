"""An audit as a page.

- ``audit_html``: fills the template, style and script of the folder ``page``
- ``pictures``: the rule graph as drawings to choose from
- ``packing``: what is large, packed until it is shown
"""
