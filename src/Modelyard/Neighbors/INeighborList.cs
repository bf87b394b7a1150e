namespace Modelyard.Neighbors;

/// <summary>Defines what takes in the rows that a search comes by.</summary>
internal interface INeighborList
{
    /// <summary>Gets the distance, before the root, beyond which nothing is taken any more.</summary>
    double Limit { get; }

    /// <summary>Offers a row.</summary>
    /// <param name="distance">Its distance before the root.</param>
    /// <param name="index">Its number.</param>
    void Offer(double distance, int index);
}
