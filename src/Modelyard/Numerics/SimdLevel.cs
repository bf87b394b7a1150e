namespace Modelyard.Numerics;

/// <summary>Specifies which instructions the kernels use.</summary>
internal enum SimdLevel
{
    /// <summary>One element at a time: the definition that the other paths equal.</summary>
    Scalar,

    /// <summary>Four doubles at a time.</summary>
    Vector256,

    /// <summary>Eight doubles at a time.</summary>
    Vector512,
}
