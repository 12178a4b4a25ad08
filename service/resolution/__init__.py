"""The claims of many articles become one record; pure, and the order of arrival does not matter."""
