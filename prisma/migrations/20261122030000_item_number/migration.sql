-- Numbers that the bot gives to items that people do not number themselves. Never given twice, also after a recall.
CREATE SEQUENCE item_number;
CREATE INDEX item_number_idx ON item (number) WHERE number IS NOT NULL;
