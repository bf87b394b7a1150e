namespace Modelyard.Kernels;

/// <summary>Says what an error outside the tube around the target costs.</summary>
public enum TubeLoss
{
    /// <summary><c>max(0, |error| − epsilon)</c>.</summary>
    EpsilonInsensitive,

    /// <summary><c>max(0, |error| − epsilon)²</c>.</summary>
    SquaredEpsilonInsensitive,
}
