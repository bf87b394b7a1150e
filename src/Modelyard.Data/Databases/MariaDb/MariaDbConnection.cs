using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Modelyard.Data.Databases;

/// <summary>Represents a connection to a server of MariaDB or MySQL. It serves one thread.</summary>
internal sealed unsafe class MariaDbConnection : SafeHandle
{
    private const uint AccessDenied = 1045, DatabaseDenied = 1044, UnknownDatabase = 1049, PluginDenied = 1698;

    private readonly MariaDbLibrary _library;

    private MariaDbConnection(MariaDbLibrary library, string name)
        : base(0, ownsHandle: true)
    {
        _library = library;
        Name = name;
        handle = library.Init(0);
        if (handle == 0)
        {
            throw new DatabaseException($"{name}: The client library has no memory for a connection.");
        }
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Gets the address of the database without the password.</summary>
    public string Name { get; }

    /// <summary>Gets the number by which the server knows the connection.</summary>
    public ulong ThreadId => _library.ThreadId(handle).Value;

    /// <summary>Gets a value indicating whether the server is one of MariaDB.</summary>
    public bool IsMariaDb => Text(_library.ServerInfo(handle)).Contains("MariaDB", StringComparison.Ordinal);

    public static MariaDbConnection Open(MariaDbLibrary library, DatabaseAddress address, DatabaseOptions options)
    {
        var connection = new MariaDbConnection(library, address.ToString());
        try
        {
            connection.Connect(address, options);

            // A value that does not fit is an error, a zero a zero, and times are UTC; what is done is made permanent when it is said.
            connection.Execute("SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', autocommit = 0");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Executes a statement that gives no rows.</summary>
    public void Execute(string statement)
    {
        byte[] text = Encoding.UTF8.GetBytes(statement);
        fixed (byte* start = text)
        {
            if (_library.Query(handle, start, new CULong((nuint)text.Length)) != 0)
            {
                throw Fault();
            }
        }
    }

    /// <summary>Begins a statement with parameters or rows.</summary>
    public MariaDbStatement Prepare(string text) => new(_library, this, handle, text);

    /// <summary>Cuts the connection, so that no rows need be read that nobody wants.</summary>
    public void Cut() => _ = _library.Cancel(handle);

    internal DatabaseException Fault() => Fault(_library.ErrorNumber(handle), Text(_library.Error(handle)));

    internal DatabaseException Fault(uint number, string text)
    {
        string code = number.ToString(CultureInfo.InvariantCulture);

        // 2000 to 2999 are the client's own: the server is gone (2006, 2013, 2055) or was never there.
        return number is >= 2000 and < 3000 or 1053 or 1927 or 4031 ? DatabaseException.Lost(Name, text, code) : DatabaseException.Refusal(Name, text, code);
    }

    internal static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    protected override bool ReleaseHandle()
    {
        _library.Close(handle);
        return true;
    }

    private void Connect(DatabaseAddress address, DatabaseOptions options)
    {
        Set(MariaDbLibrary.OptionConnectTimeout, Seconds(options.ConnectTimeout));
        Set(MariaDbLibrary.OptionReadTimeout, Seconds(options.Timeout));
        Set(MariaDbLibrary.OptionWriteTimeout, Seconds(options.Timeout));

        // A server could ask for any file of this machine otherwise.
        Set(MariaDbLibrary.OptionLocalInfile, 0);
        fixed (byte* charset = "utf8mb4\0"u8)
        {
            _ = _library.Options(handle, MariaDbLibrary.OptionCharset, charset);
        }

        Flag(MariaDbLibrary.OptionEnforceTls, address.SslMode is "require" or "verify-full");
        Flag(MariaDbLibrary.OptionVerifyCertificate, address.SslMode == "verify-full");
        fixed (byte* host = Bytes(address.Socket.Length > 0 ? "localhost" : address.Host), user = Bytes(address.User), password = Bytes(address.Password), database = Bytes(address.Database), socket = Bytes(address.Socket))
        {
            nint connected = _library.RealConnect(
                handle, host, user, password, address.Database.Length > 0 ? database : null, (uint)address.Port, address.Socket.Length > 0 ? socket : null, new CULong(0));
            if (connected != 0)
            {
                return;
            }
        }

        uint number = _library.ErrorNumber(handle);
        string code = number.ToString(CultureInfo.InvariantCulture), text = Text(_library.Error(handle));
        throw number is AccessDenied or DatabaseDenied or UnknownDatabase or PluginDenied ? DatabaseException.Denied(Name, text, code) : DatabaseException.Unreachable(Name, text, code);
    }

    private void Set(int option, uint value) => _ = _library.Options(handle, option, &value);

    private void Flag(int option, bool isOn)
    {
        byte value = 1;
        if (isOn)
        {
            _ = _library.Options(handle, option, &value);
        }
    }

    private static uint Seconds(TimeSpan time) => (uint)Math.Clamp(Math.Ceiling(time.TotalSeconds), 1, int.MaxValue);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text + '\0');
}
