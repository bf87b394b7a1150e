namespace Modelyard.Lifecycle.Challengers;

/// <summary>Says what is done with a challenger.</summary>
public enum PromotionOutcome
{
    /// <summary>It waits for a person.</summary>
    Wait,

    /// <summary>It takes the place of the version in production.</summary>
    Promote,

    /// <summary>The version in production stays.</summary>
    Keep,
}
