namespace Modelyard.Onnx.Format;

/// <summary>Says what the elements of a tensor are, by the numbers of the standard.</summary>
internal enum ElementType
{
    /// <summary>Bytes.</summary>
    Byte = 2,

    /// <summary>Signed integers of 64 bits.</summary>
    Integer = 7,

    /// <summary>Texts.</summary>
    Text = 8,

    /// <summary>Truth values.</summary>
    Boolean = 9,

    /// <summary>Numbers of double precision.</summary>
    Number = 11,
}
