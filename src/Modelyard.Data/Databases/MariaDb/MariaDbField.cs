using System.Runtime.InteropServices;

namespace Modelyard.Data.Databases;

/// <summary>Represents what the client library says of a column of a result (MYSQL_FIELD in its mysql.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MariaDbField
{
    public byte* Name;
    public byte* OriginalName;
    public byte* Table;
    public byte* OriginalTable;
    public byte* Database;
    public byte* Catalog;
    public byte* Default;
    public CULong Length;
    public CULong MaxLength;
    public uint NameLength;
    public uint OriginalNameLength;
    public uint TableLength;
    public uint OriginalTableLength;
    public uint DatabaseLength;
    public uint CatalogLength;
    public uint DefaultLength;
    public uint Flags;
    public uint Decimals;
    public uint Charset;
    public int Type;
    public void* Extension;
}
