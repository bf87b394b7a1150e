namespace Modelyard.Monitoring;

/// <summary>Names how rows are compared as a whole.</summary>
public enum TogetherMethod
{
    /// <summary>How well a classifier tells the rows of the reference from those of now, out of fold; the statistic is the area under the ROC curve, the effect how far it is above 0.5.</summary>
    DomainClassifier,

    /// <summary>How well the principal components of the reference still make up the rows; the statistic and the effect are the greatest distance of the shares of rows up to an error.</summary>
    Reconstruction,

    /// <summary>How far the rows are apart in the space of a Gaussian kernel; the statistic is the square of the discrepancy, the effect its root.</summary>
    Discrepancy,
}
