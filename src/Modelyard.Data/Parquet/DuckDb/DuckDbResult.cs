using System.Runtime.InteropServices;
using System.Text;

namespace Modelyard.Data.Parquet;

/// <summary>Represents the rows of a query, which come in chunks of 2,048.</summary>
internal sealed unsafe class DuckDbResult : IDisposable
{
    private readonly DuckDbApi _api;
    private nint _statement;
    private bool _isAtEnd;
    private DuckDbResultData* _data;

    /// <summary>Runs a query.</summary>
    /// <exception cref="DuckDbException">It fails.</exception>
    public DuckDbResult(DuckDbSession session, string sql, IReadOnlyList<object> values, bool isWhole)
    {
        _api = session.Api;
        _data = (DuckDbResultData*)NativeMemory.AllocZeroed((nuint)sizeof(DuckDbResultData));
        try
        {
            fixed (byte* text = DuckDbSession.Text(sql))
            {
                nint statement = 0;
                int state = _api.Prepare(session.Connection, text, &statement);
                _statement = statement;
                Check(state, () => _api.PrepareError(_statement));
            }

            for (int i = 0; i < values.Count; i++)
            {
                Check(Bind((ulong)i + 1, values[i]), () => _api.PrepareError(_statement));
            }

            Check((isWhole ? _api.Execute : _api.ExecuteStreaming)(_statement, _data), () => _api.ResultError(_data));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Gets the number of columns.</summary>
    public int ColumnCount => (int)_api.ColumnCount(_data);

    /// <summary>Gets the name of a column.</summary>
    public string ColumnName(int column) => Marshal.PtrToStringUTF8((nint)_api.ColumnName(_data, (ulong)column)) ?? string.Empty;

    /// <summary>Gets the type of a column, which must be given back.</summary>
    public nint ColumnType(int column) => _api.ColumnType(_data, (ulong)column);

    /// <summary>Gets the next chunk, which must be given back; zero after the last.</summary>
    /// <exception cref="DuckDbException">The query fails here.</exception>
    public nint Fetch()
    {
        // Once it has ended, a result may not be asked again.
        nint chunk = _isAtEnd ? 0 : _api.FetchChunk(*_data);
        if (chunk == 0 && !_isAtEnd)
        {
            _isAtEnd = true;
            byte* error = _api.ResultError(_data);
            if (error is not null && *error != 0)
            {
                throw new DuckDbException(Marshal.PtrToStringUTF8((nint)error)!);
            }
        }

        return chunk;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_data is null)
        {
            return;
        }

        _api.DestroyResult(_data);
        NativeMemory.Free(_data);
        _data = null;
        nint statement = _statement;
        _api.DestroyPrepare(&statement);
        _statement = 0;
    }

    private int Bind(ulong index, object value)
    {
        switch (value)
        {
            case string text:
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                fixed (byte* first = bytes.Length == 0 ? [0] : bytes)
                {
                    return _api.BindText(_statement, index, first, (ulong)bytes.Length);
                }

            case long integer:
                return _api.BindInteger(_statement, index, integer);
            case double number:
                return _api.BindDouble(_statement, index, number);
            case bool flag:
                return _api.BindBoolean(_statement, index, flag ? (byte)1 : (byte)0);
            case DateTime time:
                return _api.BindTimestamp(_statement, index, (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
            default:
                throw new ArgumentException($"A value is of the type '{value.GetType().Name}' and must be a text, an integer, a number, a boolean or a time.", nameof(value));
        }
    }

    private delegate byte* Error();

    private static void Check(int state, Error error)
    {
        if (state != 0)
        {
            throw new DuckDbException(Marshal.PtrToStringUTF8((nint)error()) ?? "DuckDB failed and gives no reason.");
        }
    }
}
