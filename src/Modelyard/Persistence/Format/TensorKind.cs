namespace Modelyard.Persistence.Format;

/// <summary>Says of what the elements of a tensor are, by the names of the safetensors layout.</summary>
internal enum TensorKind
{
    /// <summary>Double precision.</summary>
    F64,

    /// <summary>Single precision.</summary>
    F32,

    /// <summary>Integers of 32 bits.</summary>
    I32,

    /// <summary>Bytes.</summary>
    U8,
}
