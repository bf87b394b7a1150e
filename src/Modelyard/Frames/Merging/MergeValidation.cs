namespace Modelyard.Frames;

/// <summary>Names how often a key may occur on the two sides of a merge.</summary>
public enum MergeValidation
{
    /// <summary>As often as it likes on both sides.</summary>
    ManyToMany,

    /// <summary>Once on either side.</summary>
    OneToOne,

    /// <summary>Once at the left.</summary>
    OneToMany,

    /// <summary>Once at the right.</summary>
    ManyToOne,
}
