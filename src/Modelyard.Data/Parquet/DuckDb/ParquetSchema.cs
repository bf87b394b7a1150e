using System.Runtime.InteropServices;
using Modelyard.Data.Parquet.Decoding;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet;

/// <summary>Finds the columns of a Parquet file and how each becomes one of a frame.</summary>
internal sealed unsafe class ParquetSchema
{
    private const int ExactDigits = 15;
    private const int IntegerDigits = 18;

    private readonly DuckDbSession _session;
    private readonly ParquetReadOptions _options;
    private readonly List<ParquetField> _fields = [];

    private ParquetSchema(DuckDbSession session, ParquetReadOptions options)
    {
        _session = session;
        _options = options;
    }

    /// <summary>Gets what is to be told of columns that are read otherwise than they are stored.</summary>
    public List<FrameProblem> Notes { get; } = [];

    /// <summary>Gets the columns of the file.</summary>
    public IReadOnlyList<ParquetField> Fields => _fields;

    /// <summary>Gets the table function that reads the file; its name and its hive-like folders are taken as they are.</summary>
    public static string Source(string file) => $"read_parquet({DuckDbSession.Literal(file)}, hive_partitioning = false, union_by_name = false)";

    /// <summary>Reads the columns of a file.</summary>
    public static ParquetSchema Read(DuckDbSession session, string name, ParquetReadOptions options)
    {
        var schema = new ParquetSchema(session, options);
        using (DuckDbResult head = session.Query($"SELECT * FROM {Source(session.File)} LIMIT 0"))
        {
            for (int i = 0; i < head.ColumnCount; i++)
            {
                nint type = head.ColumnType(i);
                try
                {
                    schema.Add(head.ColumnName(i), DuckDbSession.Name(head.ColumnName(i)), type);
                }
                finally
                {
                    session.Api.DestroyType(&type);
                }
            }
        }

        string[] twice = [.. schema._fields.GroupBy(field => field.Name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key)];
        return twice.Length == 0
            ? schema
            : throw new FrameFormatException(name, $"Two fields give the column '{twice[0]}', one of them nested. Choose another separator.");
    }

    /// <summary>Chooses the columns that are asked for.</summary>
    public IReadOnlyList<ParquetField> Choose(string name, IReadOnlyList<string>? names) => ColumnNames.Choose(name, _fields, field => field.Name, names);

    /// <summary>Settles, by the cells that are there, the numbers that may have more digits than fit.</summary>
    public IReadOnlyList<ParquetField> Settle(string name, IReadOnlyList<ParquetField> fields) =>
        [.. fields.Select(field => field.Fits is null ? field : SettleLong(name, field, field.Fits))];

    private void Add(string name, string expression, nint type)
    {
        if (_fields.Count >= _options.MaxColumns)
        {
            throw new ModelyardException($"The file has more than '{_options.MaxColumns}' columns. If that is meant, raise MaxColumns.");
        }

        var id = (DuckDbType)_session.Api.TypeId(type);
        if (id == DuckDbType.Struct)
        {
            AddFields(name, expression, type);
            return;
        }

        _fields.Add(Field(name, expression, id, type));
    }

    private void AddFields(string name, string expression, nint type)
    {
        for (ulong i = 0; i < _session.Api.StructCount(type); i++)
        {
            byte* text = _session.Api.StructName(type, i);
            string field = Marshal.PtrToStringUTF8((nint)text) ?? string.Empty;
            _session.Api.Free(text);
            nint child = _session.Api.StructType(type, i);
            try
            {
                Add(name + _options.Separator + field, $"struct_extract({expression}, {DuckDbSession.Literal(field)})", child);
            }
            finally
            {
                _session.Api.DestroyType(&child);
            }
        }
    }

    private ParquetField Field(string name, string expression, DuckDbType type, nint handle)
    {
        ParquetField As(string cast, ColumnKind kind, DuckDbType cells) => new(name, $"CAST({expression} AS {cast})", kind, cells, IsTextual: false);
        switch (type)
        {
            case DuckDbType.Boolean:
                return new ParquetField(name, expression, ColumnKind.Boolean, type, IsTextual: false);
            case DuckDbType.BigInt:
                return new ParquetField(name, expression, ColumnKind.Integer, type, IsTextual: false);
            case DuckDbType.TinyInt or DuckDbType.SmallInt or DuckDbType.Integer or DuckDbType.UTinyInt or DuckDbType.USmallInt or DuckDbType.UInteger:
                return As("BIGINT", ColumnKind.Integer, DuckDbType.BigInt);
            case DuckDbType.Double:
                return new ParquetField(name, expression, ColumnKind.Double, type, IsTextual: false);
            case DuckDbType.Float or DuckDbType.Null:
                return As("DOUBLE", ColumnKind.Double, DuckDbType.Double);
            case DuckDbType.UBigInt or DuckDbType.HugeInt or DuckDbType.UHugeInt:
                return Long(name, expression, type);
            case DuckDbType.Decimal:
                int width = _session.Api.DecimalWidth(handle), scale = _session.Api.DecimalScale(handle);
                return scale == 0 ? (width <= IntegerDigits ? As("BIGINT", ColumnKind.Integer, DuckDbType.BigInt) : Long(name, $"CAST({expression} AS HUGEINT)", DuckDbType.HugeInt))
                    : width <= ExactDigits ? As("DOUBLE", ColumnKind.Double, DuckDbType.Double)
                    : new ParquetField(name, expression, ColumnKind.Double, type, IsTextual: false, $"abs({expression}) < {PowerOfTen(ExactDigits - scale)}");
            case DuckDbType.Timestamp or DuckDbType.TimestampWithZone or DuckDbType.TimestampNanoseconds:
                return new ParquetField(name, expression, ColumnKind.Timestamp, type, IsTextual: false);
            case DuckDbType.Date or DuckDbType.TimestampSeconds or DuckDbType.TimestampMilliseconds:
                return As("TIMESTAMP", ColumnKind.Timestamp, DuckDbType.Timestamp);
            case DuckDbType.Varchar:
                return new ParquetField(name, expression, ColumnKind.Category, type, IsTextual: true);
            case DuckDbType.Blob:
                return new ParquetField(name, $"base64({expression})", ColumnKind.Category, DuckDbType.Varchar, IsTextual: false);
            case DuckDbType.List or DuckDbType.Map or DuckDbType.Array or DuckDbType.Union:
                return new ParquetField(name, $"CAST(to_json({expression}) AS VARCHAR)", ColumnKind.Category, DuckDbType.Varchar, IsTextual: false);
            default:
                return As("VARCHAR", ColumnKind.Category, DuckDbType.Varchar);
        }
    }

    private static ParquetField Long(string name, string expression, DuckDbType type) =>
        new(name, expression, ColumnKind.Integer, type, IsTextual: false, $"{expression} BETWEEN -9223372036854775808 AND 9223372036854775807");

    /// <summary>Writes a power of ten with all its digits, so that it is compared as a decimal.</summary>
    private static string PowerOfTen(int exponent) => exponent >= 0 ? "1" + new string('0', exponent) : "0." + new string('0', -exponent - 1) + "1";

    private ParquetField SettleLong(string name, ParquetField field, string fits)
    {
        bool isInteger = field.Kind == ColumnKind.Integer;
        if (AllHold(fits))
        {
            return field with { Expression = $"CAST({field.Expression} AS {(isInteger ? "BIGINT" : "DOUBLE")})", Cells = isInteger ? DuckDbType.BigInt : DuckDbType.Double };
        }

        string what = $"Numbers of the type '{field.Cells}' have more digits than {(isInteger ? "an integer" : "a double")} holds";
        switch (_options.LongNumbers)
        {
            case LongNumbers.Error:
                throw new FrameFormatException(name, [new FrameProblem(0, $"'{field.Name}'", what + ". Read the column as text or rounded (LongNumbers).")], 1, string.Empty);
            case LongNumbers.Double:
                Notes.Add(new FrameProblem(0, $"'{field.Name}'", what + " and were rounded, as asked for."));
                return field with { Expression = $"CAST({field.Expression} AS DOUBLE)", Cells = DuckDbType.Double, Kind = ColumnKind.Double };
            default:
                Notes.Add(new FrameProblem(0, $"'{field.Name}'", what + "; the column is read as text. To round them, choose LongNumbers.Double."));
                return field with { Expression = $"CAST({field.Expression} AS VARCHAR)", Cells = DuckDbType.Varchar, Kind = ColumnKind.Category };
        }
    }

    private bool AllHold(string condition)
    {
        using DuckDbResult result = _session.Query($"SELECT coalesce(bool_and({condition}), true) FROM {Source(_session.File)}");
        nint chunk = result.Fetch();
        try
        {
            return chunk != 0 && *(byte*)_session.Api.VectorData(_session.Api.ChunkVector(chunk, 0)) != 0;
        }
        finally
        {
            _session.Api.DestroyChunk(&chunk);
        }
    }
}
