"""The pages of a consultation as a static site: the rules run in the browser, and no server is asked any more.

Of the two ways to run rules in a browser, compiled to JavaScript or in Python itself, this is the second: by Pyodide
the very same code runs there, so that there is one meaning, whatever shows it. It costs some seconds when a site is
opened; the first question is there before.

- ``files``: what a site is made of
- ``compiled``: what Python compiled, for the browser to keep
- ``engine``: what runs in the browser
- ``diary``: a diary that the browser keeps
- ``errors``: what can go wrong
"""
