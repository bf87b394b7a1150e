using System.Runtime.InteropServices;

namespace Modelyard.Data.Parquet.Arrow;

/// <summary>Represents the type of a column, or of a table, in Arrow's C data interface.</summary>
/// <remarks>Source: Apache Arrow, The Arrow C data interface.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ArrowSchema
{
    /// <summary>The flag of a column that may have missing cells.</summary>
    public const long Nullable = 2;

    public byte* Format;
    public byte* Name;
    public byte* Metadata;
    public long Flags;
    public long ChildCount;
    public ArrowSchema** Children;
    public ArrowSchema* Dictionary;
    public delegate* unmanaged[Cdecl]<ArrowSchema*, void> Release;
    public void* Private;
}
