using System.Runtime.InteropServices;

namespace Modelyard.Data.Parquet.Arrow;

/// <summary>Represents a stream of batches of rows in Arrow's C stream interface.</summary>
/// <remarks>Source: Apache Arrow, The Arrow C stream interface.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ArrowStream
{
    public delegate* unmanaged[Cdecl]<ArrowStream*, ArrowSchema*, int> GetSchema;
    public delegate* unmanaged[Cdecl]<ArrowStream*, ArrowArray*, int> GetNext;
    public delegate* unmanaged[Cdecl]<ArrowStream*, byte*> GetError;
    public delegate* unmanaged[Cdecl]<ArrowStream*, void> Release;
    public void* Private;
}
