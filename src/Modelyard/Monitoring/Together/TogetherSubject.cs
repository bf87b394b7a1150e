namespace Modelyard.Monitoring;

/// <summary>Names what of a table is looked at together.</summary>
public enum TogetherSubject
{
    /// <summary>Numbers, truth values and categories, all in one.</summary>
    Columns,

    /// <summary>The words of a column of texts.</summary>
    Text,

    /// <summary>The numbers of an embedding.</summary>
    Embedding,
}
