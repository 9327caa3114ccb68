"""First-use hints: which there are. The words stand where they are shown, in ``{% hint "code" %} … {% endhint %}``.

A hint goes away for good when it is put away, or by itself after a person has seen it a few times: who has used a
page that often knows it.
"""

# Code of each hint; a test finds each in exactly one template.
CODES = ("home", "session", "case", "referrals", "docket", "indicators", "drafts", "household")
# Times a hint is shown before it goes away by itself.
MOST_TIMES = 6
