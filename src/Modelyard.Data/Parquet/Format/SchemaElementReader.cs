namespace Modelyard.Data.Parquet.Format;

/// <summary>Reads elements of the schema.</summary>
internal static class SchemaElementReader
{
    /// <summary>Reads an element.</summary>
    public static SchemaElement Read(ref ThriftReader reader, ThriftField given)
    {
        reader.Enter(given);
        var element = new SchemaElement();
        ThriftField field = default;
        while (reader.Next(ref field))
        {
            switch (field.Id)
            {
                case 1:
                    element = element with { Type = (PhysicalType)reader.ReadSmall(field) };
                    break;
                case 2:
                    element = element with { Length = reader.ReadSmall(field) };
                    break;
                case 3:
                    element = element with { Repetition = reader.ReadSmall(field) };
                    break;
                case 4:
                    element = element with { Name = reader.ReadText(field) };
                    break;
                case 5:
                    element = element with { Children = reader.ReadSmall(field) };
                    break;
                case 6:
                    element = element with { Converted = reader.ReadSmall(field) };
                    break;
                case 7:
                    element = element with { Scale = reader.ReadSmall(field) };
                    break;
                case 8:
                    element = element with { Precision = reader.ReadSmall(field) };
                    break;
                case 10:
                    element = element with { Logical = ReadLogical(ref reader, field) };
                    break;
                default:
                    reader.Skip(field);
                    break;
            }
        }

        reader.Leave();
        return element;
    }

    private static LogicalType? ReadLogical(ref ThriftReader reader, ThriftField given)
    {
        reader.Enter(given);
        LogicalType? type = null;
        ThriftField field = default;
        while (reader.Next(ref field))
        {
            type = ReadMeaning(ref reader, field);
        }

        reader.Leave();
        return type;
    }

    private static LogicalType ReadMeaning(ref ThriftReader reader, ThriftField given)
    {
        var type = new LogicalType((LogicalKind)given.Id);
        reader.Enter(given);
        ThriftField field = default;
        while (reader.Next(ref field))
        {
            switch (type.Kind, field.Id)
            {
                case (LogicalKind.Decimal, 1):
                    type = type with { Scale = reader.ReadSmall(field) };
                    break;
                case (LogicalKind.Decimal, 2):
                    type = type with { Precision = reader.ReadSmall(field) };
                    break;
                case (LogicalKind.Integer, 1):
                    type = type with { Bits = reader.ReadSmall(field) };
                    break;
                case (LogicalKind.Integer, 2):
                    type = type with { IsSigned = reader.ReadBoolean(field) };
                    break;
                case (LogicalKind.Time or LogicalKind.Timestamp, 1):
                    type = type with { IsUtc = reader.ReadBoolean(field) };
                    break;
                case (LogicalKind.Time or LogicalKind.Timestamp, 2):
                    type = type with { UnitsPerSecond = ReadUnit(ref reader, field) };
                    break;
                default:
                    reader.Skip(field);
                    break;
            }
        }

        reader.Leave();
        return type;
    }

    private static long ReadUnit(ref ThriftReader reader, ThriftField given)
    {
        reader.Enter(given);
        long units = 0;
        ThriftField field = default;
        while (reader.Next(ref field))
        {
            units = field.Id switch { 1 => 1_000, 2 => 1_000_000, 3 => 1_000_000_000, _ => 0 };
            reader.Skip(field);
        }

        reader.Leave();
        return units;
    }
}
