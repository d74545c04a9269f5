"""An audit as a page.

- ``audit_html``: fills the template, style and script of the folder ``page``
"""
