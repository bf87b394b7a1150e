using System.Runtime.InteropServices;

namespace Modelyard.Data.Databases;

/// <summary>Represents the rows of a query of MariaDB or MySQL, in their binary form, which the server sends as they are read.</summary>
internal sealed unsafe class MariaDbRows : RowSource
{
    private const int Stride = 4096;

    /// <summary>The bytes of a text that are fetched with its row; a longer one is fetched once more.</summary>
    private const int TextRoom = 256;

    private readonly MariaDbConnection _connection;
    private readonly MariaDbStatement _statement;
    private readonly object?[] _parameters;
    private readonly Cell[] _cells;
    private MariaDbBinding* _bindings;
    private byte* _memory;
    private bool _isRunning;
    private bool _isAtEnd;

    public MariaDbRows(MariaDbConnection connection, MariaDbStatement statement, object?[] parameters, DatabaseReadOptions options)
        : base(connection.Name, options)
    {
        _connection = connection;
        _statement = statement;
        _parameters = parameters;
        try
        {
            ReadOnlySpan<MariaDbField> fields = statement.Fields;
            var columns = new SourceColumn[fields.Length];
            _cells = new Cell[fields.Length];
            for (int i = 0; i < fields.Length; i++)
            {
                columns[i] = MariaDbType.Column(MariaDbConnection.Text(fields[i].Name), fields[i], options.DecimalsAsDoubles);
                _cells[i] = CellOf(fields[i]);
            }

            Understand(columns);
            Bind(fields);
        }
        catch
        {
            Free();
            statement.Dispose();
            throw;
        }
    }

    private enum Cell
    {
        Integer,
        Unsigned,
        Float,
        Double,
        Time,
        Bits,
        Bytes,
        Text,
    }

    public override void Dispose()
    {
        // A statement that is closed early would read all the rest.
        if (_isRunning && !_isAtEnd)
        {
            _connection.Cut();
        }

        _statement.Dispose();
        Free();
    }

    protected override void Fill(int rows, CancellationToken cancellation)
    {
        if (!_isRunning)
        {
            _isRunning = true;
            _statement.Execute(_parameters);
            _statement.BindResult(_bindings);
        }

        for (int row = 0; row < rows && !_isAtEnd; row++)
        {
            if (row % Stride == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (!_statement.Fetch(out _))
            {
                _isAtEnd = true;
                break;
            }

            for (int i = 0; i < Cells.Length; i++)
            {
                if (*_bindings[i].IsNull != 0)
                {
                    Cells[i].AddMissing();
                }
                else
                {
                    Take(Cells[i], i);
                }
            }
        }
    }

    private static Cell CellOf(in MariaDbField field) => field.Type switch
    {
        MariaDbType.LongLong when MariaDbType.IsUnsigned(field) => Cell.Unsigned,
        MariaDbType.Tiny or MariaDbType.Short or MariaDbType.Int24 or MariaDbType.Long or MariaDbType.LongLong or MariaDbType.Year => Cell.Integer,
        MariaDbType.Float => Cell.Float,
        MariaDbType.Double => Cell.Double,
        MariaDbType.Timestamp or MariaDbType.DateTime or MariaDbType.Date => Cell.Time,
        MariaDbType.Bit when field.Length.Value < 64 => Cell.Bits,
        _ => MariaDbType.IsBytes(field) ? Cell.Bytes : Cell.Text,
    };

    private void Bind(ReadOnlySpan<MariaDbField> fields)
    {
        // For each column the length, the cell and two signs, in a block of its own.
        int block = sizeof(CULong) + TextRoom + sizeof(CULong);
        _bindings = (MariaDbBinding*)NativeMemory.AllocZeroed((nuint)fields.Length, (nuint)sizeof(MariaDbBinding));
        _memory = (byte*)NativeMemory.AllocZeroed((nuint)fields.Length, (nuint)block);
        for (int i = 0; i < fields.Length; i++)
        {
            byte* start = _memory + ((nint)i * block);
            _bindings[i] = new MariaDbBinding
            {
                Length = (CULong*)start,
                Buffer = start + sizeof(CULong),
                BufferLength = new CULong(TextRoom),
                IsNull = start + sizeof(CULong) + TextRoom,
                Error = start + sizeof(CULong) + TextRoom + 1,
                IsUnsigned = _cells[i] == Cell.Unsigned || (_cells[i] == Cell.Integer && MariaDbType.IsUnsigned(fields[i])) ? (byte)1 : (byte)0,
                Type = _cells[i] switch
                {
                    Cell.Integer or Cell.Unsigned => MariaDbType.LongLong,
                    Cell.Float => MariaDbType.Float,
                    Cell.Double => MariaDbType.Double,
                    Cell.Time => MariaDbType.DateTime,
                    Cell.Text => MariaDbType.String,
                    _ => MariaDbType.Blob,
                },
            };
        }
    }

    private void Take(CellGatherer cells, int column)
    {
        void* buffer = _bindings[column].Buffer;
        switch (_cells[column])
        {
            case Cell.Integer:
                cells.Add(*(long*)buffer);
                break;
            case Cell.Unsigned when *(ulong*)buffer > long.MaxValue:
                cells.AddText($"{*(ulong*)buffer}");
                break;
            case Cell.Unsigned:
                cells.Add(*(long*)buffer);
                break;
            case Cell.Float:
                cells.Add(*(float*)buffer);
                break;
            case Cell.Double:
                cells.Add(*(double*)buffer);
                break;
            case Cell.Time when !((MariaDbTime*)buffer)->IsDate:
                MariaDbTime none = *(MariaDbTime*)buffer;
                cells.AddText($"{none.Year:0000}-{none.Month:00}-{none.Day:00}");
                break;
            case Cell.Time:
                cells.AddTicks(((MariaDbTime*)buffer)->Ticks);
                break;
            default:
                TakeText(cells, column);
                break;
        }
    }

    private void TakeText(CellGatherer cells, int column)
    {
        int length = checked((int)_bindings[column].Length->Value);
        if (length <= TextRoom)
        {
            AddText(cells, column, new ReadOnlySpan<byte>(_bindings[column].Buffer, length));
            return;
        }

        byte[] whole = new byte[length];
        fixed (byte* start = whole)
        {
            MariaDbBinding binding = _bindings[column];
            binding.Buffer = start;
            binding.BufferLength = new CULong((nuint)length);
            _statement.FetchColumn(binding, column);
        }

        AddText(cells, column, whole);
    }

    private void AddText(CellGatherer cells, int column, ReadOnlySpan<byte> bytes)
    {
        switch (_cells[column])
        {
            case Cell.Bytes:
                cells.AddBytes(bytes);
                break;
            case Cell.Bits:
                long value = 0;
                foreach (byte part in bytes)
                {
                    value = (value << 8) | part;
                }

                cells.Add(value);
                break;
            default:
                cells.AddText(bytes);
                break;
        }
    }

    private void Free()
    {
        NativeMemory.Free(_bindings);
        NativeMemory.Free(_memory);
        _bindings = null;
        _memory = null;
    }
}
