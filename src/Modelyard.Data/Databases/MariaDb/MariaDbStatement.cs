using System.Runtime.InteropServices;
using System.Text;

namespace Modelyard.Data.Databases;

/// <summary>Represents a prepared statement of MariaDB or MySQL.</summary>
internal sealed unsafe class MariaDbStatement : SafeHandle
{
    private readonly MariaDbLibrary _library;
    private readonly MariaDbConnection _connection;

    public MariaDbStatement(MariaDbLibrary library, MariaDbConnection connection, nint owner, string text)
        : base(0, ownsHandle: true)
    {
        _library = library;
        _connection = connection;
        handle = library.StatementInit(owner);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            fixed (byte* start = bytes)
            {
                Check(library.StatementPrepare(handle, start, new CULong((nuint)bytes.Length)));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override bool IsInvalid => handle == 0;

    public int ParameterCount => (int)_library.StatementParameterCount(handle).Value;

    public ReadOnlySpan<MariaDbField> Fields => new(_library.StatementFields(handle), (int)_library.StatementFieldCount(handle));

    /// <summary>Gets the number of rows that the last execution changed.</summary>
    public long ChangedRows => (long)_library.StatementChangedRows(handle);

    /// <summary>Says how many rows the parameters hold; the server takes them at once.</summary>
    public void SetArraySize(uint rows) => _ = _library.StatementAttribute(handle, MariaDbLibrary.AttributeArraySize, &rows);

    /// <summary>Says where the parameters stand, which must stay there until the statement was executed.</summary>
    public void BindParameters(ReadOnlySpan<MariaDbBinding> bindings)
    {
        fixed (MariaDbBinding* start = bindings)
        {
            Check(_library.StatementBindParameters(handle, start));
        }
    }

    /// <summary>Says where the cells of each row shall stand.</summary>
    public void BindResult(MariaDbBinding* bindings) => Check(_library.StatementBindResult(handle, bindings));

    public void Execute() => Check(_library.StatementExecute(handle));

    /// <summary>Executes with values, one for each parameter.</summary>
    public void Execute(object?[] values)
    {
        if (values.Length != ParameterCount)
        {
            throw new DatabaseException($"{_connection.Name}: The query has '{ParameterCount}' parameters and was given '{values.Length}' values; there must be one for each.");
        }

        if (values.Length == 0)
        {
            Execute();
            return;
        }

        var bindings = new MariaDbBinding[values.Length];
        List<GCHandle> pins = [];
        try
        {
            for (int i = 0; i < values.Length; i++)
            {
                bindings[i] = Bind(values[i], pins);
            }

            BindParameters(bindings);
            Execute();
        }
        finally
        {
            pins.ForEach(pin => pin.Free());
        }
    }

    /// <summary>Fetches the next row.</summary>
    /// <param name="isTruncated">Receives whether a cell is longer than its buffer.</param>
    /// <returns>False if there is none.</returns>
    public bool Fetch(out bool isTruncated)
    {
        int code = _library.StatementFetch(handle);
        isTruncated = code == MariaDbLibrary.Truncated;
        if (code is not (0 or MariaDbLibrary.NoData or MariaDbLibrary.Truncated))
        {
            Check(code);
        }

        return code != MariaDbLibrary.NoData;
    }

    /// <summary>Fetches a cell of the row again, into another buffer.</summary>
    public void FetchColumn(MariaDbBinding binding, int column) => Check(_library.StatementFetchColumn(handle, &binding, (uint)column, new CULong(0)));

    protected override bool ReleaseHandle()
    {
        _library.StatementClose(handle);
        return true;
    }

    private static MariaDbBinding Bind(object? value, List<GCHandle> pins)
    {
        (int type, byte[] bytes) = value switch
        {
            null => (MariaDbType.Null, []),
            bool flag => (MariaDbType.LongLong, BitConverter.GetBytes(flag ? 1L : 0L)),
            long number => (MariaDbType.LongLong, BitConverter.GetBytes(number)),
            double number => (MariaDbType.Double, BitConverter.GetBytes(number)),
            DateTime time => (MariaDbType.String, Encoding.UTF8.GetBytes(TimestampText.Format((time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time).Ticks / 10 * 10, isUtc: false))),
            _ => (MariaDbType.String, Encoding.UTF8.GetBytes((string)value)),
        };
        var pin = GCHandle.Alloc(bytes.Length > 0 ? bytes : new byte[1], GCHandleType.Pinned);
        pins.Add(pin);
        return new MariaDbBinding
        {
            Type = type,
            Buffer = (void*)pin.AddrOfPinnedObject(),
            BufferLength = new CULong((nuint)bytes.Length),
            LengthValue = new CULong((nuint)bytes.Length),
        };
    }

    private void Check(int code)
    {
        if (code != 0)
        {
            // What goes wrong while rows come is told by the connection.
            uint number = _library.StatementErrorNumber(handle);
            throw number != 0 ? _connection.Fault(number, MariaDbConnection.Text(_library.StatementError(handle))) : _connection.Fault();
        }
    }
}
