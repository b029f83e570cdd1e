{setup}
