# tests of render; paths from tests/
