"""Thai dates, numbers, text, working days and the form fields that speak them. Knows nothing of the domain."""
