namespace Modelyard.Lifecycle.Challengers;

/// <summary>Says when a challenger takes the place of the version in production without a person.</summary>
public enum PromotionKind
{
    /// <summary>Never: a person approves or rejects.</summary>
    Never,

    /// <summary>If it is shown to be better.</summary>
    Better,

    /// <summary>If it is shown to be no worse.</summary>
    NoWorse,
}
