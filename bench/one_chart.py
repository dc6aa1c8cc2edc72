"""The least that a page with a figure can be: a headline and one plotly chart."""

import plotly.graph_objects as go
import streamlit as st

st.html('<h1 class="finding">One chart</h1>')
st.plotly_chart(go.Figure(go.Bar(x=list("abcdefghi"), y=list(range(9)))))
