namespace Modelyard.Data.Mongo;

/// <summary>Names the types of values in BSON, by the bytes that stand before them. Source: the specification of BSON 1.1, bsonspec.org.</summary>
internal enum BsonType : byte
{
    Double = 0x01,
    Text = 0x02,
    Document = 0x03,
    Array = 0x04,
    Binary = 0x05,
    Undefined = 0x06,
    ObjectId = 0x07,
    Boolean = 0x08,
    Time = 0x09,
    Null = 0x0A,
    Pattern = 0x0B,
    Pointer = 0x0C,
    Code = 0x0D,
    Symbol = 0x0E,
    ScopedCode = 0x0F,
    Int32 = 0x10,
    Stamp = 0x11,
    Int64 = 0x12,
    Decimal = 0x13,
    MaxKey = 0x7F,
    MinKey = 0xFF,
}
