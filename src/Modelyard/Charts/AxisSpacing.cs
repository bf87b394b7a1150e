namespace Modelyard.Charts;

/// <summary>Specifies how an axis spaces its values.</summary>
public enum AxisSpacing
{
    /// <summary>Equal differences take equal room.</summary>
    Linear,

    /// <summary>Equal ratios take equal room; values must be positive to show.</summary>
    Logarithmic,
}
