"""Pictures with a time axis: the ``weeks`` of a diary and a simulated ``season``, each on a ``figure``."""
