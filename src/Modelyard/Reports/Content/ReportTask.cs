namespace Modelyard.Reports.Content;

/// <summary>Specifies what a model predicts.</summary>
public enum ReportTask
{
    /// <summary>One of two classes.</summary>
    BinaryClassification,

    /// <summary>One of several classes.</summary>
    MulticlassClassification,

    /// <summary>A number.</summary>
    Regression,
}
