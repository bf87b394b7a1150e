namespace Modelyard.Preparation.Text;

/// <summary>Says to what length the terms of a text are brought, so that long and short texts weigh alike.</summary>
public enum TermNorm
{
    /// <summary>The sum of their squares becomes 1.</summary>
    L2,

    /// <summary>The sum of their magnitudes becomes 1.</summary>
    L1,

    /// <summary>They stay as they are.</summary>
    None,
}
