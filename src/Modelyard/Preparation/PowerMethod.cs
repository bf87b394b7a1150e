namespace Modelyard.Preparation;

/// <summary>Says which powers bring a feature nearest to a bell curve.</summary>
public enum PowerMethod
{
    /// <summary>For any numbers.</summary>
    YeoJohnson,

    /// <summary>For positive numbers.</summary>
    BoxCox,
}
