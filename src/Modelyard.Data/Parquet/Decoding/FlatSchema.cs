using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Finds the columns of a file whose columns are all flat, and tells what speaks against it.</summary>
internal static class FlatSchema
{
    private const int ExactDigits = 15;
    private const int IntegerDigits = 18;
    private const int MostDigits = 38;

    /// <summary>Finds the columns, each of a form that is decoded here.</summary>
    /// <param name="metadata">What the file says.</param>
    /// <param name="obstacle">Receives what is not decoded here, in words; null if all is.</param>
    /// <returns>The columns; none if something is not decoded here.</returns>
    public static IReadOnlyList<FlatField> Of(FileMetadata metadata, out string? obstacle)
    {
        obstacle = metadata.IsEncrypted ? "Parts of the file are encrypted" : metadata.Schema.Count == 0 ? "The schema has no root" : null;
        List<FlatField> fields = [];
        for (int i = 1; i < metadata.Schema.Count && obstacle is null; i++)
        {
            SchemaElement element = metadata.Schema[i];
            bool isNested = element.Type is null || element.Children != 0 || element.Repetition is not (0 or 1);
            FlatField? field = isNested ? null : Field(i - 1, element, i - 1 < metadata.HasOrder.Count && metadata.HasOrder[i - 1]);
            obstacle = isNested ? $"The column '{element.Name}' is nested" : field is null ? $"The column '{element.Name}' is of a type of its own" : null;
            fields.Add(field!);
        }

        obstacle ??= metadata.Schema[0].Children != fields.Count ? "The schema has another number of columns than it says" : null;
        obstacle ??= fields.GroupBy(field => field.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Key.Length == 0 || group.Count() > 1) is { } names
            ? $"The name '{names.Key}' of a column is empty or stands twice" : null;
        obstacle ??= OfChunks(metadata, fields);
        return obstacle is null ? fields : [];
    }

    private static string? OfChunks(FileMetadata metadata, List<FlatField> fields)
    {
        foreach (RowGroup group in metadata.RowGroups)
        {
            if (group.Chunks.Count != fields.Count)
            {
                return $"A row group has '{group.Chunks.Count}' columns and the schema '{fields.Count}'";
            }

            for (int i = 0; i < fields.Count; i++)
            {
                ColumnChunk chunk = group.Chunks[i];
                string? what = chunk.IsEncrypted ? "is encrypted"
                    : chunk.IsElsewhere ? "lies in another file"
                    : chunk.Type != fields[i].Type ? "has another type in a row group than in the schema"
                    : chunk.Codec is not (PageCodec.Uncompressed or PageCodec.Snappy or PageCodec.Gzip or PageCodec.Brotli or PageCodec.Zstd) ? $"is compressed with '{chunk.Codec}'"
                    : chunk.Encodings.FirstOrDefault(encoding => !Enum.IsDefined(encoding)) is var odd && odd != default ? $"has the encoding '{odd}'"
                    : null;
                if (what is not null)
                {
                    return $"The column '{fields[i].Name}' {what}";
                }
            }
        }

        return null;
    }

    /// <summary>Finds how a column becomes one of a frame; null if it is not decoded here.</summary>
    private static FlatField? Field(int position, SchemaElement element, bool hasOrder)
    {
        PhysicalType type = element.Type!.Value;
        int width = type switch
        {
            PhysicalType.Int32 or PhysicalType.Float => sizeof(int),
            PhysicalType.Int64 or PhysicalType.Double => sizeof(long),
            PhysicalType.Int96 => 12,
            PhysicalType.FixedLengthByteArray => element.Length,
            _ => 0,
        };
        if (!Enum.IsDefined(type) || (type == PhysicalType.FixedLengthByteArray && width < 1))
        {
            return null;
        }

        FlatField As(CellForm form, ColumnKind kind) => new(position, element.Name, type, width, element.Repetition == 1, form, kind) { HasOrder = hasOrder };
        LogicalType meaning = element.Logical is { Kind: not LogicalKind.None } logical ? logical : OfConverted(element);
        bool isInteger = type is PhysicalType.Int32 or PhysicalType.Int64, isBytes = type is PhysicalType.ByteArray or PhysicalType.FixedLengthByteArray;
        return (meaning.Kind, type) switch
        {
            (LogicalKind.None or LogicalKind.Unknown, PhysicalType.Boolean) => As(CellForm.Boolean, ColumnKind.Boolean),
            (LogicalKind.None or LogicalKind.Unknown, PhysicalType.Int32 or PhysicalType.Int64) => As(CellForm.Integer, ColumnKind.Integer),
            (LogicalKind.None or LogicalKind.Unknown, PhysicalType.Float or PhysicalType.Double) => As(CellForm.Floating, ColumnKind.Double),
            (LogicalKind.None, PhysicalType.Int96) => As(CellForm.OldTimestamp, ColumnKind.Timestamp),
            (LogicalKind.None, _) when isBytes => As(CellForm.Bytes, ColumnKind.Category),
            (LogicalKind.Text or LogicalKind.Enumeration or LogicalKind.Json, _) when isBytes => As(CellForm.Text, ColumnKind.Category),
            (LogicalKind.Integer, _) when isInteger && meaning.IsSigned => As(CellForm.Integer, ColumnKind.Integer),
            (LogicalKind.Integer, PhysicalType.Int32) => As(CellForm.ShortUnsigned, ColumnKind.Integer),
            (LogicalKind.Integer, PhysicalType.Int64) => As(CellForm.LongUnsigned, ColumnKind.Integer) with { MayBeLong = true },
            (LogicalKind.Decimal, _) when isInteger || isBytes => Decimal(As(CellForm.Decimal, ColumnKind.Double), meaning),
            (LogicalKind.Date, PhysicalType.Int32) => As(CellForm.Date, ColumnKind.Timestamp),
            (LogicalKind.Timestamp, PhysicalType.Int64) when meaning.UnitsPerSecond > 0 => As(CellForm.Timestamp, ColumnKind.Timestamp) with { UnitsPerSecond = meaning.UnitsPerSecond, IsUtc = meaning.IsUtc },
            (LogicalKind.Time, _) when isInteger && meaning.UnitsPerSecond > 0 => As(CellForm.TimeOfDay, ColumnKind.Category) with { UnitsPerSecond = meaning.UnitsPerSecond, IsUtc = meaning.IsUtc },
            (LogicalKind.Uuid, PhysicalType.FixedLengthByteArray) when width == 16 => As(CellForm.Uuid, ColumnKind.Category),
            (LogicalKind.Half, PhysicalType.FixedLengthByteArray) when width == 2 => As(CellForm.Floating, ColumnKind.Double),
            _ => null,
        };
    }

    // Decimals beyond 38 digits are nobody's.
    private static FlatField? Decimal(FlatField field, LogicalType meaning)
    {
        int scale = meaning.Scale, precision = meaning.Precision;
        return precision is < 1 or > MostDigits || scale < 0 || scale > precision ? null
            : field with
            {
                Scale = scale,
                Precision = precision,
                Kind = scale == 0 ? ColumnKind.Integer : ColumnKind.Double,
                MayBeLong = precision > (scale == 0 ? IntegerDigits : ExactDigits),
            };
    }

    /// <summary>Translates the numbers by which old writers say what cells mean.</summary>
    private static LogicalType OfConverted(SchemaElement element) => element.Converted switch
    {
        null => new LogicalType(LogicalKind.None),
        0 => new LogicalType(LogicalKind.Text),
        4 => new LogicalType(LogicalKind.Enumeration),
        5 => new LogicalType(LogicalKind.Decimal) { Scale = element.Scale, Precision = element.Precision },
        6 => new LogicalType(LogicalKind.Date),
        7 => new LogicalType(LogicalKind.Time) { UnitsPerSecond = 1_000 },
        8 => new LogicalType(LogicalKind.Time) { UnitsPerSecond = 1_000_000 },
        9 => new LogicalType(LogicalKind.Timestamp) { UnitsPerSecond = 1_000 },
        10 => new LogicalType(LogicalKind.Timestamp) { UnitsPerSecond = 1_000_000 },
        >= 11 and <= 14 => new LogicalType(LogicalKind.Integer) { IsSigned = false },
        >= 15 and <= 18 => new LogicalType(LogicalKind.Integer),
        19 => new LogicalType(LogicalKind.Json),
        _ => new LogicalType((LogicalKind)(-1)),
    };
}
