-- Two roles: coo_owner owns the tables and brings them to a new version; coo_app serves, and the policies hold for it.
-- Run once by a superuser, connected to any database; give both their passwords afterwards (\password).
CREATE ROLE coo_owner LOGIN NOSUPERUSER NOBYPASSRLS;
CREATE ROLE coo_app LOGIN NOSUPERUSER NOBYPASSRLS;
CREATE DATABASE coo OWNER coo_owner ENCODING 'UTF8' TEMPLATE template0;
\connect coo
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO coo_app;
GRANT CREATE, USAGE ON SCHEMA public TO coo_owner;
ALTER DEFAULT PRIVILEGES FOR ROLE coo_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO coo_app;
