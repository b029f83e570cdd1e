# What every Varnish here is: the setup under test, or what was generated.
{setup}
