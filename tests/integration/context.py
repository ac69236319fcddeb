"""What the tests of one run share: set by tests/integration/run before they start."""

stack = None  # the running tests/support/stack.Stack
slow = False  # under valgrind: be patient
