"""Stores of a sister system, which the dashboard reads through views.

``skeleton`` writes what the views have to be, ``relations`` looks what there is, ``through`` says whether a
store is read so and what its views lack, ``own_tables`` makes what the dashboard keeps beside them.
"""
