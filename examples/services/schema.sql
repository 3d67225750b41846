create table products (name text primary key, price numeric(6, 2) not null);
create table orders (product text references products, pieces integer not null);
insert into products values ('pencil', 1.20), ('pen', 2.50);
