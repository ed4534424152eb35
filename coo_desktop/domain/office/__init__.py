"""What goes between a company and its CCPIT office: requests, correspondence, notices, people, certificate checks."""
