namespace Modelyard.Lifecycle.Provenance;

/// <summary>Names what a node of a lineage is.</summary>
public enum LineageNodeKind
{
    /// <summary>A row that a model answered.</summary>
    Prediction,

    /// <summary>A version of a model.</summary>
    Version,

    /// <summary>A run that made a version.</summary>
    Run,

    /// <summary>A table that was learned from.</summary>
    Data,

    /// <summary>A verb that a table came out of, or a file that was read.</summary>
    Step,
}
