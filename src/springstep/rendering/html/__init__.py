"""An audit as a page, and a sheet to sign it by hand.

- ``audit_html``: fills the template, style and script of the folder ``page``
- ``sign_off_html``: who has signed what, for paper, with lines for signatures
- ``pictures``: the rule graph as drawings to choose from
- ``packing``: what is large, packed until it is shown
"""
