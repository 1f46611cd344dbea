create function billing.invoice_total() returns trigger language plpgsql as $$
begin
  update billing.invoices i
  set total = (select coalesce(sum(l.quantity * l.price), 0) from billing.invoice_lines l where l.invoice_id = i.id)
  where i.id = coalesce(new.invoice_id, old.invoice_id);
  return null;
end;
$$;
create trigger invoice_lines_total after insert or update or delete on billing.invoice_lines
  for each row execute function billing.invoice_total();
