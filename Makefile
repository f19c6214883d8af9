# The same as scripts/NAME, for those whose fingers say make.
.PHONY: install demo test check lock
install demo test check lock:
	@scripts/$@
