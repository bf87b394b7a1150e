namespace Modelyard.Reports;

/// <summary>Specifies how the cells of a column are set.</summary>
public enum HtmlColumnKind
{
    /// <summary>Short text or a drawing, at the left, on one line.</summary>
    Text,

    /// <summary>Numbers, at the right, with digits of equal width.</summary>
    Number,

    /// <summary>Longer text, at the left, broken into lines.</summary>
    Prose,
}
