namespace Modelyard.Inference;

/// <summary>Says what is assumed of the errors where the standard errors of coefficients are computed.</summary>
/// <remarks>
/// Sources: White (1980), Econometrica 48(4); MacKinnon and White (1985), Journal of Econometrics 29(3); Long and Ervin (2000), The American Statistician 54(3), who
/// advise HC3; Liang and Zeger (1986), Biometrika 73(1), for clusters.
/// </remarks>
public enum CovarianceKind
{
    /// <summary>The errors are independent and have one variance, or one over their weights.</summary>
    Classical,

    /// <summary>The errors have any variances: each is taken for the square of its residual.</summary>
    HC0,

    /// <summary>As HC0, times rows over the degrees of freedom that are left.</summary>
    HC1,

    /// <summary>As HC0, each square over one less the leverage of its row.</summary>
    HC2,

    /// <summary>As HC0, each square over the square of one less the leverage of its row.</summary>
    HC3,

    /// <summary>The errors of rows of one cluster may depend on each other in any way; clusters are independent.</summary>
    Cluster,
}
