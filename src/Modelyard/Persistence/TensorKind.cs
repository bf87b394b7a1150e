namespace Modelyard.Persistence;

/// <summary>Says what the elements of a tensor are, by the names of the safetensors layout.</summary>
internal enum TensorKind
{
    /// <summary>Doubles.</summary>
    F64,

    /// <summary>Singles.</summary>
    F32,

    /// <summary>Integers of 32 bits.</summary>
    I32,

    /// <summary>Bytes.</summary>
    U8,
}
