"""Who stands behind what: signatures of items with what was signed, who is to sign, and remarks.

- ``records``: a signature, a remark, and all that one file holds
- ``files``: that file, read and written
- ``making``: items signed, with or without a key of one's own
- ``statement``: what somebody was shown to sign, so that nothing else is signed in its place
- ``standing``: who has signed an item as it is, who only as it was, and who has not
- ``since``: what is gone, added and changed since it was signed
- ``wording``: how an item stands, and remarks, in words
- ``in_audit``: both put into an audit
- ``keys``: OpenSSH keys as they are kept in files
- ``proofs``: what a key proves of a signature, and what it does not
"""
