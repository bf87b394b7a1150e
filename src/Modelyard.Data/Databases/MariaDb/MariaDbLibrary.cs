using System.Reflection;
using System.Runtime.InteropServices;

namespace Modelyard.Data.Databases;

/// <summary>Holds the functions of MariaDB's client library, which speaks to MySQL too. It is loaded when it is first needed.</summary>
internal sealed unsafe class MariaDbLibrary
{
    /// <summary>The code that a fetch gives at the end of the rows.</summary>
    public const int NoData = 100;

    /// <summary>The code that a fetch gives if a cell is longer than its buffer.</summary>
    public const int Truncated = 101;

    public const int OptionConnectTimeout = 0, OptionCharset = 7, OptionLocalInfile = 8, OptionReadTimeout = 11, OptionWriteTimeout = 12, OptionVerifyCertificate = 21, OptionEnforceTls = 38;

    public const int AttributeArraySize = 201;

    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["libmariadb"] : OperatingSystem.IsMacOS() ? ["libmariadb.3.dylib", "libmariadb.dylib"] : ["libmariadb.so.3", "libmariadb.so"];

    private static readonly Lazy<MariaDbLibrary?> Loaded = new(() => Load(Names));

    private MariaDbLibrary(nint library)
    {
        Init = (delegate* unmanaged<nint, nint>)NativeLibrary.GetExport(library, "mysql_init");
        Options = (delegate* unmanaged<nint, int, void*, int>)NativeLibrary.GetExport(library, "mysql_options");
        RealConnect = (delegate* unmanaged<nint, byte*, byte*, byte*, byte*, uint, byte*, CULong, nint>)NativeLibrary.GetExport(library, "mysql_real_connect");
        Close = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "mysql_close");
        Cancel = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "mariadb_cancel");
        ThreadId = (delegate* unmanaged<nint, CULong>)NativeLibrary.GetExport(library, "mysql_thread_id");
        ServerInfo = (delegate* unmanaged<nint, byte*>)NativeLibrary.GetExport(library, "mysql_get_server_info");
        Error = (delegate* unmanaged<nint, byte*>)NativeLibrary.GetExport(library, "mysql_error");
        ErrorNumber = (delegate* unmanaged<nint, uint>)NativeLibrary.GetExport(library, "mysql_errno");
        Query = (delegate* unmanaged<nint, byte*, CULong, int>)NativeLibrary.GetExport(library, "mysql_real_query");
        StatementInit = (delegate* unmanaged<nint, nint>)NativeLibrary.GetExport(library, "mysql_stmt_init");
        StatementPrepare = (delegate* unmanaged<nint, byte*, CULong, int>)NativeLibrary.GetExport(library, "mysql_stmt_prepare");
        StatementParameterCount = (delegate* unmanaged<nint, CULong>)NativeLibrary.GetExport(library, "mysql_stmt_param_count");
        StatementFieldCount = (delegate* unmanaged<nint, uint>)NativeLibrary.GetExport(library, "mysql_stmt_field_count");
        StatementFields = (delegate* unmanaged<nint, MariaDbField*>)NativeLibrary.GetExport(library, "mariadb_stmt_fetch_fields");
        StatementAttribute = (delegate* unmanaged<nint, int, void*, byte>)NativeLibrary.GetExport(library, "mysql_stmt_attr_set");
        StatementBindParameters = (delegate* unmanaged<nint, MariaDbBinding*, byte>)NativeLibrary.GetExport(library, "mysql_stmt_bind_param");
        StatementBindResult = (delegate* unmanaged<nint, MariaDbBinding*, byte>)NativeLibrary.GetExport(library, "mysql_stmt_bind_result");
        StatementExecute = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "mysql_stmt_execute");
        StatementFetch = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "mysql_stmt_fetch");
        StatementFetchColumn = (delegate* unmanaged<nint, MariaDbBinding*, uint, CULong, int>)NativeLibrary.GetExport(library, "mysql_stmt_fetch_column");
        StatementChangedRows = (delegate* unmanaged<nint, ulong>)NativeLibrary.GetExport(library, "mysql_stmt_affected_rows");
        StatementError = (delegate* unmanaged<nint, byte*>)NativeLibrary.GetExport(library, "mysql_stmt_error");
        StatementErrorNumber = (delegate* unmanaged<nint, uint>)NativeLibrary.GetExport(library, "mysql_stmt_errno");
        StatementClose = (delegate* unmanaged<nint, byte>)NativeLibrary.GetExport(library, "mysql_stmt_close");
    }

    /// <summary>Gets the library.</summary>
    /// <exception cref="DatabaseException">It is not on this machine.</exception>
    public static MariaDbLibrary Instance => Loaded.Value ?? throw Absent();

    public delegate* unmanaged<nint, nint> Init { get; }

    public delegate* unmanaged<nint, int, void*, int> Options { get; }

    public delegate* unmanaged<nint, byte*, byte*, byte*, byte*, uint, byte*, CULong, nint> RealConnect { get; }

    public delegate* unmanaged<nint, void> Close { get; }

    public delegate* unmanaged<nint, int> Cancel { get; }

    public delegate* unmanaged<nint, CULong> ThreadId { get; }

    public delegate* unmanaged<nint, byte*> ServerInfo { get; }

    public delegate* unmanaged<nint, byte*> Error { get; }

    public delegate* unmanaged<nint, uint> ErrorNumber { get; }

    public delegate* unmanaged<nint, byte*, CULong, int> Query { get; }

    public delegate* unmanaged<nint, nint> StatementInit { get; }

    public delegate* unmanaged<nint, byte*, CULong, int> StatementPrepare { get; }

    public delegate* unmanaged<nint, CULong> StatementParameterCount { get; }

    public delegate* unmanaged<nint, uint> StatementFieldCount { get; }

    public delegate* unmanaged<nint, MariaDbField*> StatementFields { get; }

    public delegate* unmanaged<nint, int, void*, byte> StatementAttribute { get; }

    public delegate* unmanaged<nint, MariaDbBinding*, byte> StatementBindParameters { get; }

    public delegate* unmanaged<nint, MariaDbBinding*, byte> StatementBindResult { get; }

    public delegate* unmanaged<nint, int> StatementExecute { get; }

    public delegate* unmanaged<nint, int> StatementFetch { get; }

    public delegate* unmanaged<nint, MariaDbBinding*, uint, CULong, int> StatementFetchColumn { get; }

    public delegate* unmanaged<nint, ulong> StatementChangedRows { get; }

    public delegate* unmanaged<nint, byte*> StatementError { get; }

    public delegate* unmanaged<nint, uint> StatementErrorNumber { get; }

    public delegate* unmanaged<nint, byte> StatementClose { get; }

    /// <summary>Loads the first library of some names that is there; null if none is.</summary>
    internal static MariaDbLibrary? Load(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), null, out nint library))
            {
                return new MariaDbLibrary(library);
            }
        }

        return null;
    }

    internal static DatabaseException Absent() => new(
        $"MySQL and MariaDB are spoken to through MariaDB's client library, and '{Names[0]}' is not on this machine. Install it: 'apt-get install libmariadb3' on Debian and Ubuntu, 'dnf install mariadb-connector-c' on Fedora, 'brew install mariadb-connector-c' on a Mac.");
}
