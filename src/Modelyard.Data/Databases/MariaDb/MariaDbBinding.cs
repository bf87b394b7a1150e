using System.Runtime.InteropServices;

namespace Modelyard.Data.Databases;

/// <summary>Represents where a parameter or a cell stands in memory (MYSQL_BIND in the client library's mariadb_stmt.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MariaDbBinding
{
    public CULong* Length;
    public byte* IsNull;
    public void* Buffer;
    public byte* Error;

    /// <summary>Of an array of rows, one sign a row: whether the cell is missing.</summary>
    public byte* Indicators;
    public void* StoreParameter;
    public void* FetchResult;
    public void* SkipResult;
    public CULong BufferLength;
    public CULong Offset;
    public CULong LengthValue;
    public uint Flags;
    public uint PackLength;
    public int Type;
    public byte ErrorValue;
    public byte IsUnsigned;
    public byte LongDataUsed;
    public byte IsNullValue;
    public void* Extension;
}
