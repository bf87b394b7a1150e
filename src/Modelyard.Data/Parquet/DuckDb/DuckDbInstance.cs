using System.Globalization;
using System.Runtime.InteropServices;

namespace Modelyard.Data.Parquet;

/// <summary>Represents a database of DuckDB in memory and a connection to it, which may still reach any file.</summary>
internal sealed unsafe class DuckDbInstance : IDisposable
{
    private readonly DuckDbApi _api;
    private readonly string _spill = Path.Combine(Path.GetTempPath(), $"modelyard-duckdb-{Guid.NewGuid():N}");
    private nint _database;
    private nint _connection;

    /// <summary>Opens a database.</summary>
    /// <param name="api">The functions.</param>
    /// <param name="limits">The limits.</param>
    /// <exception cref="ModelyardException">The library fails.</exception>
    public DuckDbInstance(DuckDbApi api, ParquetLimits limits)
    {
        _api = api;
        nint config = 0;
        if (_api.CreateConfig(&config) != 0)
        {
            throw new ModelyardException("DuckDB could not be set up.");
        }

        try
        {
            Set(config, "autoinstall_known_extensions", "false");
            Set(config, "autoload_known_extensions", "false");
            Set(config, "temp_directory", _spill);
            Set(config, "threads", (limits.DegreeOfParallelism ?? Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture));
            if (limits.MemoryLimit is long limit)
            {
                Set(config, "memory_limit", FormattableString.Invariant($"{limit}B"));
            }

            Open(config);
        }
        catch
        {
            Dispose();
            throw;
        }
        finally
        {
            _api.DestroyConfig(&config);
        }
    }

    /// <summary>Gets the connection.</summary>
    public nint Connection => _connection;

    /// <inheritdoc/>
    public void Dispose()
    {
        nint connection = _connection, database = _database;
        _api.Disconnect(&connection);
        _api.Close(&database);
        (_connection, _database) = (0, 0);
        if (Directory.Exists(_spill))
        {
            Directory.Delete(_spill, recursive: true);
        }
    }

    private void Open(nint config)
    {
        byte* error = null;
        fixed (byte* path = DuckDbSession.Text(":memory:"))
        {
            nint database = 0, connection = 0;
            bool isOpen = _api.Open(path, &database, config, &error) == 0 && _api.Connect(database, &connection) == 0;
            (_connection, _database) = (connection, database);
            if (!isOpen)
            {
                string message = Marshal.PtrToStringUTF8((nint)error) ?? "it gives no reason";
                _api.Free(error);
                throw new ModelyardException($"DuckDB could not be opened: {message}");
            }
        }
    }

    private void Set(nint config, string name, string value)
    {
        fixed (byte* nameText = DuckDbSession.Text(name), valueText = DuckDbSession.Text(value))
        {
            if (_api.SetConfig(config, nameText, valueText) != 0)
            {
                throw new ModelyardException($"DuckDB does not take '{value}' for '{name}'. Version 1.2 or later is needed.");
            }
        }
    }
}
