using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation.Text;

namespace Modelyard.Explanation;

/// <summary>Represents which numbers of an encoded row belong to each column of the table: one, and the terms of a text behind the columns.</summary>
internal sealed class RowLayout
{
    private readonly TermLayout? _terms;

    internal RowLayout(FeatureSchema features)
    {
        Features = features;
        _terms = TermLayout.Find(features);
        Columns = _terms?.Columns ?? features;
    }

    /// <summary>Gets the features of an encoded row.</summary>
    internal FeatureSchema Features { get; }

    /// <summary>Gets the columns of the table.</summary>
    internal FeatureSchema Columns { get; }

    /// <summary>Finds the terms of a column: the first and the one past the last; an empty range for what is no text.</summary>
    internal Range TermsOf(int column)
    {
        int text = _terms is null ? -1 : Array.IndexOf(_terms.Texts, column);
        return text < 0 ? Features.Count..Features.Count : _terms!.Starts[text].._terms.Starts[text + 1];
    }

    /// <summary>Gives a row the cell of another.</summary>
    internal void Copy(int column, ReadOnlySpan<double> from, Span<double> to)
    {
        to[column] = from[column];
        if (Columns[column].Kind == FeatureKind.Text)
        {
            Range terms = TermsOf(column);
            from[terms].CopyTo(to[terms]);
        }
    }

    /// <summary>Determines whether two rows have the same cell; two missing ones are the same.</summary>
    internal bool Same(int column, ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        Range terms = TermsOf(column);
        return one[column].Equals(other[column]) && one[terms].SequenceEqual(other[terms]);
    }

    /// <summary>Checks rows from which the cells of others are drawn: of few rows, or of one again and again, nothing would be learned about the model, and all would look sure.</summary>
    /// <exception cref="ArgumentException">They have another number of features.</exception>
    /// <exception cref="ModelyardException">There are too few, or all are the same.</exception>
    internal void CheckSampled(Matrix background)
    {
        const int LeastRows = 10;
        RowCheck.Features(background, Features.Count);
        if (background.Rows < LeastRows)
        {
            throw new ModelyardException($"The background has '{background.Rows}' rows and must have {LeastRows} or more: the cells of other rows are drawn from it. Give rows that the model may meet, such as a thousand of the training rows.");
        }

        if (Enumerable.Range(1, background.Rows - 1).All(row => background.Row(row).SequenceEqual(background.Row(0))))
        {
            throw new ModelyardException($"All '{background.Rows}' rows of the background are the same, and the cells of other rows are drawn from it. Give rows that differ, such as a thousand of the training rows.");
        }
    }

    /// <summary>Checks rows that stand for what a model may meet.</summary>
    /// <exception cref="ArgumentException">They have another number of features.</exception>
    /// <exception cref="ModelyardException">There are none.</exception>
    internal void CheckBackground(Matrix background)
    {
        RowCheck.Features(background, Features.Count);
        if (background.Rows == 0)
        {
            throw new ModelyardException("The background has no rows. Give some rows that the model may meet, such as a thousand of the training rows.");
        }
    }
}
