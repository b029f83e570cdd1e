<?php

// What every PHP here begins with; the setup under test answers.
// fix: require '{fix}';
{setup}
