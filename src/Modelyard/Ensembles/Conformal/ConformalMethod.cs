namespace Modelyard.Ensembles;

/// <summary>Defines where the errors come from that intervals are made of.</summary>
public enum ConformalMethod
{
    /// <summary>One model learns from a part of the rows, and its errors are those on the others: cheapest, and exact.</summary>
    Split,

    /// <summary>As many models as folds, each with its errors on the fold that it has not seen (CV+): no row is lost to either purpose.</summary>
    CrossFolds,

    /// <summary>As many models as rows, each with its error on the row that it has not seen (jackknife+): for small tables.</summary>
    JackknifePlus,

    /// <summary>Two models of quantiles learn from a part of the rows, and what they lack is added: intervals are wide only where the target is uncertain.</summary>
    Quantiles,
}
