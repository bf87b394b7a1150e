using System.Runtime.InteropServices;

namespace Modelyard.Data.Parquet.Arrow;

/// <summary>Represents the cells of a column, or the columns of a table, in Arrow's C data interface.</summary>
/// <remarks>Source: Apache Arrow, The Arrow C data interface.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ArrowArray
{
    public long Length;
    public long NullCount;
    public long Offset;
    public long BufferCount;
    public long ChildCount;
    public void** Buffers;
    public ArrowArray** Children;
    public ArrowArray* Dictionary;
    public delegate* unmanaged[Cdecl]<ArrowArray*, void> Release;
    public void* Private;
}
