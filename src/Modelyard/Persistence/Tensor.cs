namespace Modelyard.Persistence;

/// <summary>Represents one tensor of a model file: its name, kind and shape, and its elements in little-endian order.</summary>
internal sealed record Tensor(string Name, TensorKind Kind, int[] Shape, ReadOnlyMemory<byte> Bytes)
{
    internal static int SizeOf(TensorKind kind) => kind switch
    {
        TensorKind.F64 => sizeof(double),
        TensorKind.U8 => sizeof(byte),
        _ => sizeof(int),
    };
}
